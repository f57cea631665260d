import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import express from 'express'
import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { LiveUpdates } from './live-updates.js'

let updates: LiveUpdates
let server: Server
let url: string
beforeEach(async () => {
  updates = new LiveUpdates()
  const app = express().get('/', (_req, res) => updates.add(res))
  server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** The events of a stream as the HTML standard reads them: a line ends at CR, LF or both, an event at an empty line. */
function eventsIn(stream: string): string[] {
  const events: string[] = []
  let data: string[] = []
  for (const line of stream.split(/\r\n|\r|\n/)) {
    if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''))
    if (line !== '' || data.length === 0) continue
    events.push(data.join('\n'))
    data = []
  }
  return events
}

async function streamOf(send: () => void): Promise<string> {
  const answer = await fetch(url)
  send()
  updates.close()
  return answer.text()
}

it('brings any text to the browser whole, whatever ends its lines', async () => {
  const part = fc.oneof(fc.constantFrom('\n', '\r', '\r\n', 'data: x', 'event: gone', ':', ' ', 'é👋'), fc.string())
  const texts = fc.sample(
    fc.array(part, { minLength: 1 }).map((parts) => parts.join('')),
    { numRuns: 300, seed: 7 },
  )
  const stream = await streamOf(() => {
    for (const text of texts) updates.send(text)
  })
  expect(eventsIn(stream)).toEqual(texts.map((text) => text.replaceAll(/\r\n?/g, '\n')))
})

it('tells the browser how soon to come back, and nobody to keep it', async () => {
  const answer = await fetch(url)
  expect(answer.headers.get('content-type')).toBe('text/event-stream')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  updates.close()
  expect(await answer.text()).toBe('retry: 1000\n\n')
})

it('reaches every open page, and forgets one that was left', async () => {
  const left = new AbortController()
  const [stays, leaves] = [await fetch(url), await fetch(url, { signal: left.signal })]
  updates.send('both')
  const first = await leaves.body?.getReader().read()
  expect(new TextDecoder().decode(first?.value)).toContain('retry')
  left.abort()
  updates.send('one')
  updates.close()
  expect(eventsIn(await stays.text())).toEqual(['both', 'one'])
})

it('sends nothing to nobody, and may be closed twice', () => {
  updates.send('unheard')
  updates.close()
  updates.close()
  expect(server.listening).toBe(true)
})
