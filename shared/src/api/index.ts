export * from './accounts.js'
export * from './forge.js'
