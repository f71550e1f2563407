"""The catalogue of sites: which hosts a site has, where its stories are listed, what its addresses look like."""

from spacecrawl.sites.catalogue import Catalogue, builtin_catalogue, load_catalogue
from spacecrawl.sites.site import Site

__all__ = ["Catalogue", "Site", "builtin_catalogue", "load_catalogue"]
