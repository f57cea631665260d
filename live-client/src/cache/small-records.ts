import type { Position } from '@anvil/shared'
import { fieldsOf } from '../fields.js'
import type { StoredContact, StoredMode } from './state-cache.js'

const PUBLIC_KEY = /^[A-Za-z0-9_-]{43}$/

export function readPosition(value: unknown): Position | undefined {
  const { epoch, sequence } = fieldsOf(value)
  if (typeof epoch !== 'number' || typeof sequence !== 'number') return undefined
  if (!Number.isSafeInteger(epoch) || !Number.isSafeInteger(sequence) || epoch < 1 || sequence < 0) return undefined
  return { epoch, sequence }
}

export function readPinRecord(value: unknown): string | undefined {
  const { root_key: key } = fieldsOf(value)
  return typeof key === 'string' && PUBLIC_KEY.test(key) ? key : undefined
}

export function readModeRecord(value: unknown): StoredMode | undefined {
  const { mode, reason, until, rolled_back_to } = fieldsOf(value)
  if (mode !== 'accepting' && mode !== 'frozen') return undefined
  const target = mode === 'frozen' ? readPosition(rolled_back_to) : undefined
  const stored: StoredMode = { mode, reason: typeof reason === 'string' ? reason : null, until: readTime(until) }
  return target ? { ...stored, rolled_back_to: target } : stored
}

export function readContactRecord(value: unknown): StoredContact {
  const { last_sync, wanted } = fieldsOf(value)
  return { last_sync: readTime(last_sync), wanted: readPosition(wanted) ?? null }
}

function readTime(value: unknown): string | null {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : null
}
