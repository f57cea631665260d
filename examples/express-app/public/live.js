const main = document.querySelector('main')
const events = new EventSource('events')

events.addEventListener('message', (event) => {
  const arrived = new DOMParser().parseFromString(String(event.data), 'text/html')
  main?.replaceChildren(...arrived.body.childNodes)
})
