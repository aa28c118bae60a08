"""Who and where: credit codes, company names, regions, patent numbers; pure functions on text, no input or output."""
