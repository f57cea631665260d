import { expect, it } from 'vitest'
import { guide } from './guide.js'

const input = { forgeUrl: 'http://localhost:4000', demoUrl: 'http://localhost:4001', workingDir: '/srv/anvil' }

it('names paths inside the working folder as a person would type them', () => {
  const text = guide({ ...input, dataDir: '/srv/anvil/.anvil' })
  expect(text).toContain('Access             .anvil/demo.env ')
  expect(text).toContain('export ANVIL_CACHE_DIR=.anvil/demo-app\n')
  expect(text).toContain('    bash examples/quick-start/change-prompt.sh')
})

it('names paths elsewhere in full', () => {
  const text = guide({ ...input, dataDir: '/srv/data' })
  expect(text).toContain('set -a; . /srv/data/demo.env; set +a')
  expect(text).toContain('ANVIL_DATA_DIR=/srv/data bash examples/quick-start/change-prompt.sh')
  expect(text).not.toContain('../')
})

it('says where FORGE, its API reference and the demo application are, and how to stop', () => {
  const text = guide({ ...input, dataDir: '/srv/data' })
  expect(text).toContain('FORGE              http://localhost:4000\n')
  expect(text).toContain('API reference      http://localhost:4000/docs\n')
  expect(text).toContain('Demo application   http://localhost:4001 ')
  expect(text).toContain('Ctrl-C stops everything')
})

it('names the working folder itself, where the data is there', () => {
  const text = guide({ ...input, dataDir: '/srv/anvil' })
  expect(text).toContain('ANVIL_DATA_DIR=. bash')
  expect(text).toContain('. ./demo.env; set +a; export ANVIL_CACHE_DIR=./demo-app\n')
})

it('names a folder inside by its path, whatever its name begins with', () => {
  expect(guide({ ...input, dataDir: '/srv/anvil/..data' })).toContain('ANVIL_DATA_DIR=./..data bash')
})

it.each([
  ['/srv/my data', "'/srv/my data'", "'/srv/my data/demo.env'"],
  ["/srv/ada's", String.raw`'/srv/ada'\''s'`, String.raw`'/srv/ada'\''s/demo.env'`],
  ['/srv/$HOME', "'/srv/$HOME'", "'/srv/$HOME/demo.env'"],
])('writes the folder %s so that a shell reads it as one word', (dataDir, folder, file) => {
  const text = guide({ ...input, dataDir })
  expect(text).toContain(`ANVIL_DATA_DIR=${folder} bash`)
  expect(text).toContain(`set -a; . ${file}; set +a`)
})
