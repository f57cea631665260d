// The same from CommonJS.
const assert = require('node:assert/strict')

assert.equal(typeof require('@anvil/live-client').createAnvil, 'function')
assert.equal(typeof require('@anvil/shared').AnvilError, 'function')
assert.equal(typeof require('@anvil/shared/bundle'), 'object')
assert.equal(require('@anvil/shared/template').renderTemplate('{{a}}', { a: 1 }), '1')
