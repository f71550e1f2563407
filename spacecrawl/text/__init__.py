"""Plain functions over text: encodings, white space, datelines, bylines, places, agencies, dates."""
