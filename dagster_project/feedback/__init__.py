"""What counties send back: which facts they may tell, within which bounds, and their answers read as figures."""
