import { LevelRefused } from '../../../../lambdas/shared/errors.ts';

export function handler(): Promise<never> {
  return Promise.reject(new LevelRefused({ code: 'METAL', saw: 'a screw', wanted: 'bone' }));
}
