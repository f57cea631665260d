import type { Settings } from '../options/settings.js'
import { FolderCache } from './folder-cache.js'
import { MemoryCache } from './memory-cache.js'
import type { JudgeManifest, StateCache } from './state-cache.js'

/** The cache that the options ask for. */
export function createCache(settings: Settings, judge: JudgeManifest): StateCache {
  const { cacheDir, projectId, environment, history } = settings
  return cacheDir === false ? new MemoryCache() : new FolderCache({ cacheDir, projectId, environment, history, judge })
}
