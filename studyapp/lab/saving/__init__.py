"""A frame as a picture: drawn as SVG (`page`), a module a kind of panel, and written as .svg or .png (`file`)."""
