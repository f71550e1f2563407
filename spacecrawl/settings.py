"""Settings of the Scrapy project: careful towards the sites, quiet on the network, nothing that a run does not need."""

import os

from spacecrawl import __version__

BOT_NAME = "spacecrawl"
SPIDER_MODULES = ["spacecrawl.spiders"]
ADDONS = {"spacecrawl.Addon": 100}

SPACECRAWL_FOLDER = "output"
SPACECRAWL_SITES: list[str] = []
SPACECRAWL_FAILURES_IN_A_ROW = 20  # after which a host is left alone for the rest of the run
SPACECRAWL_ARCHIVE = False  # keep every answer as it came, as WARC files in the data folder
SPACECRAWL_ARCHIVE_FILE_SIZE = 1_000_000_000  # bytes after which the next WARC file is begun
SPACECRAWL_RETRY_PAUSES = [1.0, 4.0]  # seconds before the second and third try of a page

SPACECRAWL_CONTACT = os.environ.get("SPACECRAWL_CONTACT", "")  # who runs this crawler: named in its user agent

# Manners
USER_AGENT = f"spacecrawl/{__version__} (news article crawler; obeys robots.txt)"
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "spacecrawl"
DOWNLOADER = "spacecrawl.downloader.StrictDownloader"
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0  # a site's delay is a promise: jitter would go below it half of the time
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_TARGET_CONCURRENCY = 0.5  # a server rests as long as it took to answer; at 1.0 not at all
AUTOTHROTTLE_MAX_DELAY = 60.0
EXTENSIONS = {
    "scrapy.extensions.throttle.AutoThrottle": None,
    "spacecrawl.throttle.EntryThrottle": 0,
}
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
REDIRECT_MAX_TIMES = 5
RETRY_TIMES = len(SPACECRAWL_RETRY_PAUSES)
RETRY_HTTP_CODES = [408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526]
METAREFRESH_ENABLED = False
URLLENGTH_LIMIT = 0  # a long address dropped on the way would be missed by nobody, and waited for without end

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "spacecrawl.middlewares.offsite.OwnHostsMiddleware": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "spacecrawl.middlewares.robots.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "spacecrawl.middlewares.retry.PatientRetryMiddleware": 550,
    "spacecrawl.middlewares.proxy.ProxyTroubleMiddleware": 940,
    "spacecrawl.middlewares.failing_hosts.FailingHostsMiddleware": 950,
    "spacecrawl.middlewares.private_networks.PrivateNetworksMiddleware": 960,
    "spacecrawl.middlewares.archive.ArchiveMiddleware": 970,
}

# The spider de-duplicates stories itself and answers for every status, so that no address is dropped unseen.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
HTTPERROR_ALLOW_ALL = True

# First in, first out: stories are fetched and stored in the order that the spider chose, in every run alike
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
SCHEDULER_DISK_QUEUE = "scrapy.squeues.PickleFifoDiskQueue"
SCHEDULER_START_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"

# What Scrapy does a page that a run has no use for: a hundred worker tasks, and callbacks' source parsed again
CONCURRENT_ITEMS = 1
WARN_ON_GENERATOR_RETURN_VALUE = False

TWISTED_DNS_RESOLVER = "spacecrawl.middlewares.private_networks.GuardedResolver"
DOWNLOAD_HANDLERS = {"file": None, "ftp": None, "s3": None, "data": None}  # http and https are all that a run fetches

# Closed: a port that runs Python, and cookies, whose first use fetches the public suffix list
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
COOKIES_ENABLED = False
