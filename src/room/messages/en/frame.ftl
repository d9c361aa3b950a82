# Words of the frame around every page.
skip = Skip to the content
pages = Pages
nowhere = There is no such page
cannot-be = That cannot be done
to-the-start = To the start
