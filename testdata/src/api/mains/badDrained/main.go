// Command badDrained ends on some ways without the deferred call that empties a queue.
package main

import (
	"fmt"
	"log"
	"os"
)

type journal struct {
	entries chan string
	done    chan struct{}
}

func newJournal() *journal {
	j := &journal{entries: make(chan string, 100), done: make(chan struct{})}
	go j.write()
	return j
}

func (j *journal) write() {
	defer close(j.done)
	for e := range j.entries {
		fmt.Println(e)
	}
}

func (j *journal) close() {
	close(j.entries)
	<-j.done
}

func main() {
	j := newJournal()
	defer j.close()
	for _, name := range os.Args {
		j.entries <- name
		if name == "" {
			log.Fatal("no name") // want `exit-before-join`
		}
	}
}
