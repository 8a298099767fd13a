/** Where the service worker keeps the articles that were read last, and the offline page with its script. */
export const keptPages = "kept-pages-1";
export const offlinePage = "/offline";
export const offlineScript = "/dist/offline.js";
export const keptArticles = 10;
export const isArticle = (path: string): boolean => /^\/news\/\d+\/[^/]*$/.test(path);
