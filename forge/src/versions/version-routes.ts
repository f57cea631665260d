import { parse, VersionNumber } from '@anvil/shared'
import { DiffQuery } from '@anvil/shared/api'
import { type Request, Router } from 'express'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { preconditionsOf } from '../http/preconditions.js'
import { PROMPT_SET_PATH, promptSetKeyOf } from '../prompt-sets/prompt-set-params.js'
import { restoreVersion } from '../reviews/restore-version.js'
import {
  readDiff,
  readVersion,
  readVersionBytes,
  readVersionExport,
  readVersions,
  type VersionReader,
} from './version-reads.js'

/** The versions of a prompt set and what changed between them. */
export function versionRoutes(ctx: AppContext): Router {
  const router = Router()
  const readerOf = (req: Request): VersionReader => ({ ctx, actor: actorOf(req), key: promptSetKeyOf(req) })
  router.get(`${PROMPT_SET_PATH}/versions`, async (req, res) => {
    res.json({ versions: await readVersions(readerOf(req)) })
  })
  router.get(`${PROMPT_SET_PATH}/versions/:version`, async (req, res) => {
    res.json(await readVersion(readerOf(req), numberOf(req)))
  })
  router.get(`${PROMPT_SET_PATH}/versions/:version/bundle`, async (req, res) => {
    const { bytes, sha256 } = await readVersionBytes(readerOf(req), numberOf(req))
    res.set('ETag', `"sha256-${sha256}"`).type('json').send(bytes)
  })
  router.get(`${PROMPT_SET_PATH}/versions/:version/export`, async (req, res) => {
    const number = numberOf(req)
    const exported = await readVersionExport(readerOf(req), number)
    res.attachment(`${exported.prompt_set.slug}-${number}.json`).json(exported)
  })
  router.post(`${PROMPT_SET_PATH}/versions/:version/restore`, async (req, res) => {
    const target = { key: promptSetKeyOf(req), asked: preconditionsOf(req) }
    const restored = await restoreVersion(ctx, actorOf(req), target, numberOf(req))
    res.set('ETag', `"${restored.prompt_set.revision}"`).json(restored)
  })
  router.get(`${PROMPT_SET_PATH}/diff`, async (req, res) => {
    res.json(await readDiff(readerOf(req), parse(DiffQuery, req.query)))
  })
  return router
}

function numberOf(req: Request): string {
  return parse(VersionNumber, req.params['version'])
}
