import express from 'express'
import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { parseConfig } from '../config.js'
import { securityHeaders } from './security-headers.js'

const headersOf = async (env: Record<string, string> = {}) => {
  const app = express().use(securityHeaders(parseConfig(env)), (_req, res) => void res.json({}))
  return (await request(app).get('/').expect(200)).headers
}

describe('every answer', () => {
  it('runs nothing, is framed by nobody and guessed at by no browser', async () => {
    const headers = await headersOf()
    expect(headers['content-security-policy']?.split(';')).toEqual(["default-src 'none'", "frame-ancestors 'none'"])
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
    expect(headers['cross-origin-resource-policy']).toBe('same-origin')
  })

  it.each([
    [{}, undefined],
    [{ ANVIL_PUBLIC_URL: 'http://forge.example' }, undefined],
    [{ ANVIL_PUBLIC_URL: 'https://forge.example' }, 'max-age=31536000'],
    [{ ANVIL_PUBLIC_URL: 'https://a.example/tools/anvil' }, 'max-age=31536000'],
  ])('under %j keeps browsers to HTTPS: %s, and speaks for no other host', async (env, told) => {
    expect((await headersOf(env))['strict-transport-security']).toBe(told)
  })
})
