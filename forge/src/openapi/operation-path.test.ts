import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { errorsOf } from './operation-errors.js'
import { openapiPath, parameterSchema, parametersOf, pathMatcher } from './operation-path.js'

describe('the path of an operation', () => {
  it('is matched as a whole, with or without a slash at its end', () => {
    const matches = pathMatcher('/api/v1/projects/:projectId/prompt-sets')
    for (const address of [
      '/api/v1/projects/x/prompt-sets',
      '/api/v1/projects/x/prompt-sets/',
      '/api/v1/projects/%2F/prompt-sets',
    ])
      expect([address, matches(address)]).toEqual([address, true])
    for (const address of [
      '/api/v1/projects//prompt-sets',
      '/api/v1/projects/a/b/prompt-sets',
      '/x/api/v1/projects/x/prompt-sets',
      '/api/v1/projects/x/prompt-sets/y',
    ])
      expect([address, matches(address)]).toEqual([address, false])
  })

  it('takes a dot for a dot, and names each parameter in order', () => {
    expect(pathMatcher('/openapi.json')('/openapiXjson')).toBe(false)
    const path = '/projects/:projectId/bundles/sha256-:sha256'
    expect([parametersOf(path), openapiPath(path)]).toEqual([
      ['projectId', 'sha256'],
      '/projects/{projectId}/bundles/sha256-{sha256}',
    ])
    expect(parametersOf('/healthz')).toEqual([])
  })

  it.each([
    ['environment', 'eu-west', 'EU'],
    ['version', '1.0.0-live.3', '1.0'],
    ['promptId', 'welcome.message', 'welcome..message'],
    ['instanceId', 'folder:1', 'a b'],
    ['sha256', 'a'.repeat(64), 'A'.repeat(64)],
    ['projectId', '6f1d7f5c-4b0e-4a4e-9b7e-1c2d3e4f5a6b', '1'],
  ])('describes %s by what it may be', (name, good, bad) => {
    const schema = parameterSchema(name)
    expect([schema.safeParse(good).success, schema.safeParse(bad).success]).toEqual([true, false])
  })
})

describe('what an operation may refuse with', () => {
  const common = { tag: 'x', summary: 'x', answers: {} } as const

  it('follows from who may ask, its parameters, its body and its headers', () => {
    expect(errorsOf({ ...common, method: 'get', path: '/x', access: 'anyone' })).toEqual(['request.rate_limited'])
    expect(
      errorsOf({ ...common, method: 'get', path: '/:projectId', access: 'person', right: 'project.read' }),
    ).toEqual([
      'api_key.invalid',
      'auth.required',
      'auth.session_ended',
      'json.forbidden_text',
      'project.not_found',
      'request.invalid',
      'request.rate_limited',
    ])
    const put = {
      ...common,
      method: 'put',
      path: '/x',
      access: 'anyone',
      body: z.object({}),
      headers: ['If-Match'],
    } as const
    expect(errorsOf(put)).toEqual(
      expect.arrayContaining(['request.precondition_failed', 'json.too_deep', 'request.too_large']),
    )
  })

  it('tells an application of no project that it may not know of', () => {
    const codes = errorsOf({ ...common, method: 'get', path: '/:projectId', access: 'application' })
    expect(codes).toContain('token.revoked')
    expect(codes).not.toContain('project.not_found')
  })
})
