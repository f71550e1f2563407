"""What a page states about its article, arbitrated between its sources."""
