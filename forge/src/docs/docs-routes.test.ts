import request from 'supertest'
import { expect, it } from 'vitest'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()

it('shows the API on a page whose every script, style and document comes from FORGE itself', async () => {
  const page = await request(forge.app).get('/docs').expect(200)
  expect(page.headers['content-type']).toMatch(/^text\/html/)
  const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address)
  expect(files.length).toBeGreaterThanOrEqual(4)
  const types = files.map(async (file) => (await request(forge.app).get(file).expect(200)).headers['content-type'])
  expect((await Promise.all(types)).map((type) => type?.split(';')[0])).toEqual(
    expect.arrayContaining(['text/css', 'text/javascript', 'image/png', 'application/json']),
  )
  const show = await request(forge.app).get('/docs/show.js').expect(200)
  expect(show.text).toContain("url: '/openapi.json'")
})

it('lets the page run no script of another origin and none that stands in the page', async () => {
  const page = await request(forge.app).get('/docs')
  const policy = page.headers['content-security-policy']
  expect(policy).toContain("default-src 'none'; script-src 'self';")
  expect(policy).not.toContain('unsafe')
  expect(page.text).not.toMatch(/<script>|<style| on\w+=| style=/)
})

it('gives no other file of the folder away', async () => {
  for (const file of ['index.html', 'package.json', 'swagger-ui.js', '..%2fpackage.json', 'absolute-path.js']) {
    expect([file, (await request(forge.app).get(`/docs/${file}`)).status]).toEqual([file, 404])
  }
})
