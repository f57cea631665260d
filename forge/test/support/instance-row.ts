import type { TestForge } from './forge.js'

/** A row of a LIVE instance: connected by a socket and heard of just now, unless told otherwise. */
export interface InstanceRow {
  id: string
  project_id: string
  environment_id: string
  access_token_id: string | null
  app: string
  host: string
  state: string
  connected: boolean
  by_socket: boolean
  receiver_url: string | null
  epoch: number | null
  sequence: number | null
  last_seen_at: Date
}

/** Puts an instance into the database as FORGE keeps one. */
export async function insertInstance(
  { ctx }: TestForge,
  row: Pick<InstanceRow, 'id' | 'project_id' | 'environment_id'> & Partial<InstanceRow>,
): Promise<void> {
  const about = { app: 'shop', host: 'h', pid: 1, sdk: 'test/0', runtime: 'node', address: '192.0.2.1' }
  const standing = { mode: 'accepting', state: 'READY', trust: 'pinned', insecure: false }
  const contact = { by_socket: true, connected: true, first_seen_at: ctx.now(), last_seen_at: ctx.now() }
  await ctx.db('live_instances').insert({ ...about, ...standing, ...contact, ...row })
}
