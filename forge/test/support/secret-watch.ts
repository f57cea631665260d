import express, { type Express, type Response } from 'express'
import type { Knex } from 'knex'
import type { Logger } from 'pino'
import { createLog } from '../../src/log/create-log.js'

/** Where FORGE could say a secret: each place with all that was said there. */
export interface SecretWatch {
  log: Logger
  /** What was logged so far, line by line. */
  lines: string[]
  /** The application with everything that it answers kept, headers too. */
  over: (app: Express) => Express
  /** Tells of a secret; FORGE is to have said it in no other answers than those that hand it out. */
  keep: (name: string, value: string) => string
  /** Something else that somebody reads, such as a file. */
  said: (place: string, text: string) => void
  /** Each secret with the places at which it stands. */
  found: (db: Knex) => Promise<Record<string, string[]>>
}

/** Watches log, answers and database of a FORGE for secrets, in clear or merely written in another way. */
export function watchSecrets(): SecretWatch {
  const lines: string[] = []
  const places: [place: string, text: string][] = []
  const secrets = new Map<string, string>()
  return {
    lines,
    log: createLog('trace', { write: (line) => void lines.push(line) }),
    over: (app) =>
      express()
        .use((req, res, next) => {
          // What is packed could not be looked through.
          delete req.headers['accept-encoding']
          const { method, path } = req
          keepAnswer(res, (text) => places.push([`${method} ${pathName(path)}`, text]))
          next()
        })
        .use(app),
    keep: (name, value) => {
      if (value.length < 12) throw new Error(`${name} is too short to be looked for: ${value}`)
      secrets.set(name, value)
      return value
    },
    said: (place, text) => void places.push([place, text]),
    found: async (db) => {
      const all = [...places, ['the log', lines.join('')] as const, ...(await rowsOf(db))]
      const whereIs = (secret: string): string[] => {
        const forms = formsOf(secret)
        const at = all.filter(([, text]) => forms.some((form) => text.includes(form)))
        return [...new Set(at.map(([place]) => place))].toSorted()
      }
      return Object.fromEntries([...secrets].map(([name, secret]) => [name, whereIs(secret)]))
    },
  }
}

/** A path by what it is of, whichever one that is. */
const pathName = (path: string): string => path.replaceAll(/[0-9a-f-]{36}/g, ':id')

function keepAnswer(res: Response, keep: (text: string) => void): void {
  const parts: Buffer[] = []
  const note = (part: unknown): void => {
    if (typeof part === 'string' || part instanceof Uint8Array) parts.push(Buffer.from(part))
  }
  const [write, end] = [res.write.bind(res), res.end.bind(res)]
  res.write = (part: unknown, ...rest: unknown[]): boolean => {
    note(part)
    return Reflect.apply(write, res, [part, ...rest])
  }
  res.end = (...given: unknown[]): Response => {
    note(given[0])
    keep(`${JSON.stringify(res.getHeaders())}\n${Buffer.concat(parts).toString()}`)
    return Reflect.apply(end, res, given)
  }
}

/** A secret as it may stand somewhere: itself, its bytes in hex as columns of bytes show them, or in base64. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const meant = /^[\w-]+$/.test(secret) ? [Buffer.from(secret, 'base64url').toString('hex')] : []
  const packed = bytes.toString('base64').replace(/=+$/, '')
  return [secret, encodeURIComponent(secret), bytes.toString('hex'), packed.slice(0, -2), ...meant]
}

/** Every row of every table, as text. */
async function rowsOf(db: Knex): Promise<[place: string, text: string][]> {
  const tables: string[] = await db('pg_tables').where({ schemaname: 'public' }).orderBy('tablename').pluck('tablename')
  const rows = tables.map(async (table): Promise<[string, string]> => {
    const { rows: found } = await db.raw('SELECT to_jsonb(t)::text AS text FROM ?? AS t', [table])
    return [`the table ${table}`, found.map(({ text }: { text: string }) => text).join('\n')]
  })
  return Promise.all(rows)
}
