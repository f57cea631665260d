export { type ForgeConfig, parseConfig } from './config.js'
export { type Forge, startForge } from './server.js'
