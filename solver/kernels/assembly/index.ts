export { blockCorrect, blockResidual, blockScaled, blockSmooth } from './blocks';
export { galerkinBlocks, galerkinPlane, prolongatorPlane } from './galerkin';
export {
  apply32,
  apply64,
  applyTangent,
  correct,
  forcePlastic,
  imbalance,
  imbalancePlastic,
  prime32,
  prime64,
  primePlastic,
  primeTangent,
  residual,
  settlePlastic,
  smooth,
  smoothDot,
  smoothSecond,
} from './sweep';
export { prolongPlane, restrictPlane } from './transfer';
export {
  addPlane,
  advancePlane,
  differencePlane,
  directionPlane,
  dividePlane,
  dotPlane,
  goOnPlane,
  scaledPlane,
  takePlane,
} from './vector';
export * from './layout';
