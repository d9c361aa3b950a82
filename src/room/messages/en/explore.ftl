# Words of the page of levers.
levers = All levers
try-it = Move the levers
settings = Where it can stand
chain = What moves what
gains = Who gains
pays = Who pays, or loses
contrary = What speaks against it
unknown = What nobody knows
