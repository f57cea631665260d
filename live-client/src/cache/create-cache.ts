import type { Settings } from '../options/settings.js'
import { FolderCache } from './folder-cache.js'
import { MemoryCache } from './memory-cache.js'
import type { Trace } from './save-state.js'
import type { JudgeManifest, StateCache } from './state-cache.js'

/** The cache that the options ask for. */
export function createCache(settings: Settings, judge: JudgeManifest, trace: Trace = () => undefined): StateCache {
  const { cacheDir, projectId, environment, history } = settings
  if (cacheDir === false) return new MemoryCache()
  return new FolderCache({ cacheDir, projectId, environment, history, judge, trace })
}
