import express from 'express'
import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { getProjectOf } from '../../src/projects/project-store.js'
import { firstAdmin, newProject } from './factories.js'
import { testForge } from './forge.js'
import { markRequest, takeProblems, watchedStatements } from './request-watch.js'

const forge = testForge()

describe('the watch over requests', () => {
  it('looks at every statement of a request, also of one with a body', async () => {
    const admin = await firstAdmin(forge)
    const before = watchedStatements()
    const { id } = await newProject(admin, admin.organisation.id)
    expect(watchedStatements()).toBeGreaterThan(before + 10)
    const afterwards = watchedStatements()
    await forge.ctx.asActor({ kind: 'user', id: admin.id }, (trx) => getProjectOf(trx, admin, id, 'project.read'))
    expect(watchedStatements()).toBe(afterwards)
    expect(takeProblems()).toEqual([])
  })

  it('notices what runs for a request as the connecting user, in a transaction or without', async () => {
    const app = express().use(markRequest)
    app.get('/plain', async (_req, res) => void res.json(await forge.ctx.db('projects').select('id')))
    app.get('/transaction', async (_req, res) => {
      res.json(await forge.ctx.db.transaction(async (trx) => trx('keysets').select('number')))
    })
    app.get('/reset', async (_req, res) => {
      const work = forge.ctx.asActor({ kind: 'system', id: 'test' }, async (trx) => {
        await trx.raw('RESET ROLE')
        return trx('users').select('id')
      })
      res.json(await work)
    })
    for (const path of ['/plain', '/transaction', '/reset']) await request(app).get(path).expect(200)
    expect(takeProblems()).toEqual([
      expect.stringMatching(/^GET \/plain as \w+: select "id" from "projects"$/),
      expect.stringMatching(/^GET \/transaction as \w+: select "number" from "keysets"$/),
      expect.stringMatching(/^GET \/reset as \w+: select "id" from "users"$/),
    ])
  })
})
