package blocked

import "errors"

type lister interface {
	list(token int) (page []int, next int, err error)
}

type entry struct {
	key int
	err error
}

// badWalk tells of a failure on the same channel.
func badWalk(l lister) <-chan entry {
	ch := make(chan entry)
	go func() {
		defer close(ch)
		for token := 0; token >= 0; {
			page, next, err := l.list(token)
			if err != nil {
				ch <- entry{err: err}
				return
			}
			for _, k := range page {
				ch <- entry{key: k} // want `abandoned-send: .* nobody receives from ch any more, once the function has returned at line 41`
			}
			token = next
		}
	}()
	return ch
}

// findsAndLeaves breaks off because it has found what it looks for.
func findsAndLeaves(l lister, match func(int) bool) (int, error) {
	for e := range badWalk(l) {
		switch {
		case e.err != nil:
			return 0, e.err
		case match(e.key):
			return e.key, nil
		}
	}
	return 0, errors.New("not found")
}

func numbers(l lister, n int) <-chan entry {
	ch := make(chan entry)
	go func() {
		defer close(ch)
		for i := range n {
			if _, _, err := l.list(i); err != nil {
				ch <- entry{err: err}
				return
			}
			ch <- entry{key: i}
		}
	}()
	return ch
}

// counted is numbers with a loop that is tested first.
func counted(l lister, n int) <-chan entry {
	ch := make(chan entry)
	go func() {
		defer close(ch)
		for i := 0; i < n; i++ {
			if _, _, err := l.list(i); err != nil {
				ch <- entry{err: err}
				return
			}
			ch <- entry{key: i}
		}
	}()
	return ch
}

// goodCount breaks off as goodSum does.
func goodCount(l lister, n int) (sum int, err error) {
	for e := range counted(l, n) {
		if e.err != nil {
			return 0, e.err
		}
		sum += e.key
	}
	return sum, nil
}

// goodSum breaks off because of a failure, after which nothing is sent.
func goodSum(l lister, n int) (sum int, err error) {
	for e := range numbers(l, n) {
		if e.err != nil {
			return 0, e.err
		}
		sum += e.key
	}
	return sum, nil
}

// goodFirstAndLast is told of the first success and of the failure at the end.
func goodFirstAndLast(open func() error, stop func()) error {
	ch := make(chan error, 1)
	go func() {
		defer close(ch)
		first := true
		for {
			if err := open(); err != nil {
				ch <- err
				return
			}
			if first {
				ch <- nil
				first = false
			}
		}
	}()
	if err := <-ch; err != nil {
		return err
	}
	stop()
	return <-ch
}
