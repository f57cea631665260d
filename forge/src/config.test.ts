import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseConfig } from './config.js'

const KEY = 'A'.repeat(43)

describe('parseConfig', () => {
  it('needs nothing to start on the embedded database', () => {
    expect(parseConfig({})).toMatchObject({
      port: 4000,
      dataDir: path.resolve('.anvil'),
      database: { kind: 'embedded', folder: path.resolve('.anvil/database') },
    })
  })

  it('takes PostgreSQL by its address', () => {
    const config = parseConfig({
      DATABASE_URL: 'postgres://u@db/anvil',
      ANVIL_SECRET_KEY: KEY,
      ANVIL_DATABASE_POOL: '3',
    })
    expect(config.database).toMatchObject({ kind: 'postgres', poolSize: 3 })
    expect(config.database.kind === 'postgres' && config.database.url.reveal()).toBe('postgres://u@db/anvil')
  })

  it('lists all mistakes together', () => {
    const wrong = { PORT: 'http', DATABASE_URL: 'mysql://x', ANVIL_LOG_LEVEL: 'loud', ANVIL_SECRET_KEY: 'short' }
    expect(() => parseConfig(wrong)).toThrowError(
      expect.objectContaining({
        code: 'config.invalid',
        details: { mistakes: expect.objectContaining({ length: 4 }) },
      }),
    )
  })

  it('wants the secret key with a database of its own', () => {
    expect(() => parseConfig({ DATABASE_URL: 'postgres://u@db/anvil' })).toThrowError(/ANVIL_SECRET_KEY is required/)
  })

  it('takes the networks of receivers, and says which is none', () => {
    const config = parseConfig({ ANVIL_RECEIVER_NETWORKS: '10.0.0.0/8, fd00::/8', ANVIL_RECEIVER_HTTP: 'true' })
    expect(config.receivers).toEqual({ networks: ['10.0.0.0/8', 'fd00::/8'], allowInsecure: true })
    expect(() => parseConfig({ ANVIL_RECEIVER_NETWORKS: '10.0.0.0/8,intranet' })).toThrowError(/not "intranet"/)
    expect(() => parseConfig({ ANVIL_RECEIVER_HTTP: 'perhaps' })).toThrowError(
      /ANVIL_RECEIVER_HTTP must be true or false/,
    )
  })

  it('takes an empty variable for an absent one', () => {
    expect(parseConfig({ PORT: '', DATABASE_URL: '' }).port).toBe(4000)
  })

  it('takes the address people use without its closing slash, and nothing secret in it', () => {
    const url = (ANVIL_PUBLIC_URL: string) => parseConfig({ ANVIL_PUBLIC_URL }).publicUrl
    expect(url('https://tools.example/anvil//')).toBe('https://tools.example/anvil')
    expect(url('HTTPS://Forge.Example:443/')).toBe('https://forge.example')
    for (const wrong of [
      'https://a:b@forge.example',
      'https://forge.example/?x',
      'https://forge.example/#x',
      'ws://x',
    ]) {
      expect(() => url(wrong)).toThrowError(/ANVIL_PUBLIC_URL must be an/)
    }
  })

  it('takes a certificate with its key only', () => {
    expect(parseConfig({}).tls).toBeUndefined()
    const both = parseConfig({ ANVIL_TLS_CERT: 'tls/cert.pem', ANVIL_TLS_KEY: '/etc/tls/key.pem' })
    expect(both.tls).toEqual({ certFile: path.resolve('tls/cert.pem'), keyFile: '/etc/tls/key.pem' })
    expect(() => parseConfig({ ANVIL_TLS_CERT: 'x' })).toThrowError(/ANVIL_TLS_KEY is required with ANVIL_TLS_CERT/)
    expect(() => parseConfig({ ANVIL_TLS_KEY: 'x' })).toThrowError(/ANVIL_TLS_CERT is required with ANVIL_TLS_KEY/)
  })

  it('trusts no proxy but those it is told of, by number or by address', () => {
    const trust = (ANVIL_TRUST_PROXY: string) => parseConfig({ ANVIL_TRUST_PROXY }).trustProxy
    expect(parseConfig({}).trustProxy).toBeUndefined()
    expect(trust('2')).toEqual({ hops: 2 })
    expect(trust('127.0.0.1, 10.0.0.0/8,fd00::/8')).toEqual({ addresses: ['127.0.0.1', '10.0.0.0/8', 'fd00::/8'] })
    for (const wrong of ['true', '21', '-1', 'proxy.internal', '10.0.0.0/33', '127.0.0.1,']) {
      expect(() => trust(wrong), wrong).toThrowError(/ANVIL_TRUST_PROXY must be the number of proxies/)
    }
  })

  it('does not repeat a token for metrics that it can not take', () => {
    expect(parseConfig({ ANVIL_METRICS_TOKEN: 'A'.repeat(16) }).secrets.metricsToken?.reveal()).toBe('A'.repeat(16))
    const wrong = () => parseConfig({ ANVIL_METRICS_TOKEN: 'hunter2' })
    expect(wrong).toThrowError(/ANVIL_METRICS_TOKEN must be 16 to 256/)
    expect(wrong).not.toThrowError(/hunter2/)
  })
})
