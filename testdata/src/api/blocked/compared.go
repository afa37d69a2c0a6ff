package blocked

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

var errNotServed = errors.New("not served")

type zones map[string][]string

// transfer starts its goroutine only where there is no error.
func (z zones) transfer(name string) (<-chan string, error) {
	records, ok := z[name]
	if !ok {
		return nil, errNotServed
	}
	ch := make(chan string)
	go func() {
		for _, r := range records {
			ch <- r
		}
		close(ch)
	}()
	return ch, nil
}

// goodRefused has started nothing where the error is the one that it expects.
func goodRefused() error {
	z := zones{"example.org.": {"a", "b"}}
	if _, err := z.transfer("www.example.org."); err != errNotServed {
		panic(err)
	}
	if _, err := z.transfer("www.example.org."); !errors.Is(err, errNotServed) {
		panic(err)
	}
	return nil
}

// asker answers each question on a channel of its own, which is never nil.
func asker(answer func(string) string) func(string) <-chan string {
	return func(question string) <-chan string {
		ch := make(chan string)
		go func() { ch <- answer(question) }()
		return ch
	}
}

func process(r io.Reader, w io.Writer, ask func(string) <-chan string) {
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		if strings.HasSuffix(lines.Text(), ":") {
			answer := ask(lines.Text())
			if answer == nil {
				return
			}
			io.WriteString(w, <-answer)
		}
	}
}

func goodNeverNil(r io.Reader, w io.Writer) {
	process(r, w, asker(func(string) string { return "secret" }))
}
