// Imports every entry of the packed packages, and renders once.
import { strict as assert } from 'node:assert'
import * as forge from '@anvil/forge'
import * as client from '@anvil/live-client'
import * as migrations from '@anvil/migrations'
import * as shared from '@anvil/shared'
import * as api from '@anvil/shared/api'
import * as bundle from '@anvil/shared/bundle'
import { renderTemplate } from '@anvil/shared/template'

for (const entry of [forge, client, migrations, shared, api, bundle]) assert.ok(Object.keys(entry).length > 0)
assert.equal(typeof client.createAnvil, 'function')
assert.equal(renderTemplate('Hello {{name}}', { name: 'Ada' }), 'Hello Ada')
