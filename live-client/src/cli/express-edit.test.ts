import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expressEdit } from './express-edit.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-express-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** What is made of the main file of an application. */
async function edited(source: string) {
  const main = path.join(folder, 'main-file.ts')
  await writeFile(main, source)
  return expressEdit({ main })
}

const ROUTE = "app.post('/anvil/receive', anvil.receiver())"

describe('the receiver is mounted', () => {
  it.each([
    [
      'after the imports of a module, which waits for its prompts',
      "import express from 'express'\n\nconst app = express()\napp.use(express.json())\n",
      "import express from 'express'\nimport { anvil } from '@anvil/live-client'\n\nconst app = express()\n" +
        `await anvil.start()\n${ROUTE}\napp.use(express.json())\n`,
    ],
    [
      'with semicolons where the file has them',
      "import express from 'express';\nconst app = express();\n",
      "import express from 'express';\nimport { anvil } from '@anvil/live-client';\nconst app = express();\n" +
        `await anvil.start();\n${ROUTE};\n`,
    ],
    [
      'in a script, which can’t wait at its top',
      "const express = require('express')\nvar app = express()\n",
      "const { anvil } = require('@anvil/live-client')\nconst express = require('express')\nvar app = express()\nvoid anvil.start()\n" +
        `${ROUTE}\n`,
    ],
    [
      'after an import of several lines and one for its effect',
      "import {\n  a,\n  b,\n} from './a.js'\nimport './effect.js'\nimport type { C } from './c.js'\nlet app = express()\n",
      "import {\n  a,\n  b,\n} from './a.js'\nimport './effect.js'\nimport type { C } from './c.js'\n" +
        `import { anvil } from '@anvil/live-client'\nlet app = express()\nawait anvil.start()\n${ROUTE}\n`,
    ],
    [
      'on an application of another name',
      "import express from 'express'\nconst server = express()\n",
      "import express from 'express'\nimport { anvil } from '@anvil/live-client'\nconst server = express()\n" +
        "await anvil.start()\nserver.post('/anvil/receive', anvil.receiver())\n",
    ],
  ])('%s', async (_, source, after) => {
    const { edit, note } = await edited(source)
    expect(edit?.after).toBe(after)
    expect(note === undefined, 'a note where nothing can be waited for').toBe(!source.includes('require('))
  })

  it('once: what has it already is left alone, without a word', async () => {
    const { edit } = await edited("import express from 'express'\nconst app = express()\n")
    expect(await edited(edit?.after ?? '')).toEqual({})
  })
})

describe('a person is told to mount it by hand', () => {
  it.each([
    ['where nothing makes an application', 'console.log(1)\n'],
    ['where one is made inside of something else', 'function make() {\n  const app = express()\n}\n'],
    ['where it is made with more around it', 'const app = wrap(express())\n'],
    ['where it is only spoken of', '// const app = express()\n'],
    ['where its name has a dollar', 'const $1 = express()\n'],
    ['where the file is empty', ''],
  ])('%s', async (_, source) => {
    const { edit, note } = await edited(source)
    expect(edit).toBeUndefined()
    expect(note).toContain("app.post('/anvil/receive', anvil.receiver())")
  })

  it('where there is no file', async () => {
    for (const main of [path.join(folder, 'none.ts'), 7, undefined, null]) {
      expect(await expressEdit({ main })).toEqual({ note: expect.stringContaining('above its body parsers') })
    }
  })
})
