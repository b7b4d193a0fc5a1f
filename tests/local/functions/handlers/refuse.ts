import { LevelRefused } from '../../../../contracts/refusals.ts';

export function handler(): Promise<never> {
  return Promise.reject(new LevelRefused({ code: 'METAL', saw: 'a screw', wanted: 'bone' }));
}
