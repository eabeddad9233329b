"""Posts of Jekyll, Hugo and Gatsby blogs: dates, links, shortcodes, redirects."""
