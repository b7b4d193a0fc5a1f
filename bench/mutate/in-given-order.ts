/** Tests in the order in which a mutation run names them: those of the folder first, which are quick, and most mutants end there. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

export class InGivenOrder extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const given = (process.env.OSTEON_MUTATION_TESTS ?? '').split(',');
    const place = ({ moduleId }: TestSpecification): number =>
      given.findIndex((path) => moduleId.endsWith(path));
    return Promise.resolve(files.toSorted((a, b) => place(a) - place(b)));
  }
}
