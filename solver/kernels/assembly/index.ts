export { apply32, apply64, imbalance, prime32, prime64, residual, smooth, smoothDot, smoothSecond } from './sweep';
export { prolongPlane, restrictPlane } from './transfer';
export { advancePlane, directionPlane, scaledPlane } from './vector';
