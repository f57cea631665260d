import { expect, it } from 'vitest'
import { guide } from './guide.js'

const input = { forgeUrl: 'http://localhost:4000', demoUrl: 'http://localhost:4001', workingDir: '/home/ada/anvil' }

it('names paths inside the working folder as a person would type them', () => {
  const text = guide({ ...input, dataDir: '/home/ada/anvil/.anvil' })
  expect(text).toContain('Access             .anvil/demo.env ')
  expect(text).toContain('export ANVIL_CACHE_DIR=.anvil/demo-app\n')
})

it('names paths elsewhere in full', () => {
  const text = guide({ ...input, dataDir: '/srv/data' })
  expect(text).toContain('set -a; . /srv/data/demo.env; set +a')
  expect(text).not.toContain('../')
})

it('says where FORGE, its API reference and the demo application are, and how to stop', () => {
  const text = guide({ ...input, dataDir: '/srv/data' })
  expect(text).toContain('FORGE              http://localhost:4000\n')
  expect(text).toContain('API reference      http://localhost:4000/docs\n')
  expect(text).toContain('Demo application   http://localhost:4001 ')
  expect(text).toContain('Ctrl-C stops everything')
})
