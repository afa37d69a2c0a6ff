package channels

import (
	"context"
	"io"
)

// goodNilled sends once, and has no channel from then on.
func goodNilled(ctx context.Context, limit int, in <-chan int) ([]int, error) {
	out := make(chan []int)
	res := out
	err := io.EOF
	go func() {
		var all []int
		for x := range in {
			if len(all) >= limit {
				if res != nil {
					err = nil
					select {
					case res <- all:
					case <-ctx.Done():
					}
					res = nil
				}
				continue
			}
			all = append(all, x)
		}
		if res != nil {
			err = io.EOF
			select {
			case <-ctx.Done():
			case res <- all:
			}
		}
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case r := <-out:
		return r, err
	}
}

func badNotNilled(ctx context.Context, limit int, in <-chan int) ([]int, error) {
	out := make(chan []int)
	err := io.EOF
	go func() {
		var all []int
		for x := range in {
			if len(all) >= limit {
				err = nil // want `write-after-release: goroutine writes err`
				select {
				case out <- all:
				case <-ctx.Done():
				}
				continue
			}
			all = append(all, x)
		}
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case r := <-out:
		return r, err
	}
}
