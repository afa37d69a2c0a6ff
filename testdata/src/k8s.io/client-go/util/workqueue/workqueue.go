// Package workqueue is a stub: the signatures of k8s.io/client-go/util/workqueue, nothing else.
package workqueue

import (
	"context"
)

type DoWorkPieceFunc func(piece int)

type Options func()

func ParallelizeUntil(ctx context.Context, workers, pieces int, doWorkPiece DoWorkPieceFunc, opts ...Options) {
}
