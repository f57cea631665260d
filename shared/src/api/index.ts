export * from './accounts.js'
export * from './forge.js'
export * from './request-forge.js'
export * from './publications.js'
