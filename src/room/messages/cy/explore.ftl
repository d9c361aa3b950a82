# Geiriau tudalen y liferi.
levers = Pob lifer
try-it = Symud y liferi
settings = Lle gall sefyll
chain = Beth sy’n symud beth
gains = Pwy sydd ar ei ennill
pays = Pwy sy’n talu, neu ar ei golled
contrary = Beth sy’n siarad yn ei erbyn
unknown = Yr hyn nad oes neb yn ei wybod
