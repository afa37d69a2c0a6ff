package errgroups

import "golang.org/x/sync/errgroup"

// fpErrorThroughGroup: the task leaves its own goroutine behind only with an
// error, which the group hands on; an error that comes through a group is not
// followed.
func fpErrorThroughGroup(fetch func() (int, error)) ([]int, error) {
	var g errgroup.Group
	var items []int
	g.Go(func() error {
		found, done := make(chan int), make(chan struct{})
		defer close(found)
		go func() {
			for i := range found {
				items = append(items, i) // want `captured-race: goroutine writes items while line 30 reads it`
			}
			close(done)
		}()
		i, err := fetch()
		if err != nil {
			return err
		}
		found <- i
		return nil
	})
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return items, nil
}
