import { LIVE_SOCKET_PATH } from '@anvil/shared'
import { PAGE_SOCKET_PATH } from '@anvil/shared/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type LiveOffice, liveOffice } from '../support/live-office.js'
import { handshake } from '../support/raw-instance.js'

const EVIL = 'https://evil.example'
const PUBLIC = 'https://anvil.example'
let office: LiveOffice
beforeAll(async () => {
  office = await liveOffice({}, { ANVIL_PUBLIC_URL: `${PUBLIC}/tools` })
})
afterAll(() => office.forge.close())

/** What becomes of a WebSocket that asks at a path with these headers: open, or the status of its refusal. */
function dialled(path: string, headers: Record<string, string>): Promise<string> {
  const url = `${office.forge.url.replace('http', 'ws')}${path}/?EIO=4&transport=websocket`
  const socket = new WebSocket(url, { headers })
  return new Promise((resolve) => {
    socket.on('open', () => {
      resolve('open')
      socket.terminate()
    })
    socket.on('unexpected-response', (_req, answer) => resolve(String(answer.statusCode)))
    socket.on('error', (error) => resolve(error.message))
  })
}

describe.each([PAGE_SOCKET_PATH, LIVE_SOCKET_PATH])('the sockets at %s', (path) => {
  it('are shut to pages of other sites, before anything is read of them', async () => {
    for (const headers of [
      { Origin: EVIL },
      { Origin: 'null' },
      { Origin: office.forge.url.replace(/:\d+$/, ':1') },
      { Origin: EVIL, 'Sec-Fetch-Site': 'cross-site' },
      { Origin: EVIL, 'X-Forwarded-Host': 'evil.example' },
    ]) {
      expect([headers, await dialled(path, headers)]).toEqual([headers, '400'])
    }
  })

  it('are open to FORGE’s own page, wherever it is found, and to programs', async () => {
    const below = `/tools${path}`
    expect(await dialled(path, { Origin: office.forge.url })).toBe('open')
    expect(await dialled(below, { Origin: PUBLIC })).toBe('open')
    expect(await dialled(path, {})).toBe('open')
  })
})

describe('an instance without a socket', () => {
  it('is no page of another site', async () => {
    const { token: _token, ...said } = handshake(office.token)
    const url = `${office.forge.url}/api/v1/projects/${office.projectId}/instances/${said.instance.id}`
    const report = async (headers: Record<string, string>) => {
      const counters = { renders: 0, errors: 0, missing: 0 }
      const heartbeat = { state: 'READY', mode: 'accepting', running: null, wanted: null, prompts: 0, counters }
      const answer = await fetch(url, {
        method: 'PUT',
        headers: { Authorization: `Bearer ${office.token}`, 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify({ ...said, heartbeat }),
      })
      const body: { error?: { code: string } } = JSON.parse(await answer.text())
      return [answer.status, body.error?.code]
    }
    expect(await report({ Origin: EVIL })).toEqual([403, 'request.cross_site'])
    expect(await report({})).toEqual([200, undefined])
  })
})
