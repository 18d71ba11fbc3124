self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// fix: from here
// fix: to here
self.addEventListener("fetch", (event) => {
  event.respondWith(Promise.reject(new Error("offline")));
});
