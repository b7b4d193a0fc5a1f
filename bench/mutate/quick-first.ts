/** Tests in the order of the time that they take: most mutants end before the slow ones begin. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** ms, of the first run of all tests. */
const durations = new Map<string, number>();

export class QuickFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    for (const file of files) {
      const known = this.ctx.cache.getTestSpecificationResult(file);
      if (known !== undefined && !durations.has(file.moduleId)) durations.set(file.moduleId, known.duration);
    }
    const time = ({ moduleId }: TestSpecification): number => durations.get(moduleId) ?? 0;
    return Promise.resolve(files.toSorted((a, b) => time(a) - time(b)));
  }
}
