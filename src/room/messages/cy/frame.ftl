# Geiriau'r ffrâm o gwmpas pob tudalen.
skip = Neidio i’r cynnwys
pages = Tudalennau
nowhere = Nid oes tudalen o’r fath
cannot-be = Ni ellir gwneud hynny
to-the-start = I’r dechrau
