package syncmodel

// tombRows are those of both versions of tomb.
func tombRows() map[Key]Row {
	return map[Key]Row{
		{"gopkg.in/tomb.v2", "", "WithContext"}: {Do: Nothing, Returns: New, Doc: "WithContext returns a new tomb that is killed when the provided parent context is canceled."},
		{"gopkg.in/tomb.v2", "Tomb", "Go"}:      {Do: GroupGo, Doc: "Go runs f in a new goroutine and tracks its termination."},
		{"gopkg.in/tomb.v2", "Tomb", "Wait"}:    {Do: GroupWait, Doc: "Wait blocks until all goroutines have finished running, and then returns the reason for their death."},
		{"gopkg.in/tomb.v2", "Tomb", "Dead"}:    {Do: Nothing, Returns: WaitChan, Doc: "Dead returns the channel that can be used to wait until all goroutines have finished running."},
		{"gopkg.in/tomb.v2", "Tomb", "Dying"}:   {Do: Nothing, Doc: "Dying returns the channel that can be used to wait until t.Kill is called."},
		{"gopkg.in/tomb.v2", "Tomb", "Kill"}:    {Do: GroupStop, Doc: "Kill puts the tomb in a dying state for the given reason, closes the Dying channel, and sets Alive to false."},
		{"gopkg.in/tomb.v2", "Tomb", "Killf"}:   {Do: GroupStop, Doc: "Killf calls the Kill method with an error built providing the received parameters to fmt.Errorf."},
		{"gopkg.in/tomb.v2", "Tomb", "Alive"}:   {Do: GroupPeek, Doc: "Alive returns true if the tomb is not in a dying or dead state."},
		{"gopkg.in/tomb.v2", "Tomb", "Err"}:     {Do: GroupPeek, Doc: "Err returns the death reason, or ErrStillAlive if the tomb is not in a dying or dead state."},

		{"gopkg.in/tomb.v1", "Tomb", "Done"}:  {Do: GroupDone, Doc: "Done flags the goroutine as dead, and should be called a single time right before the goroutine function or method returns."},
		{"gopkg.in/tomb.v1", "Tomb", "Wait"}:  {Do: GroupWait, Doc: "Wait blocks until the goroutine is in a dead state and returns the reason for its death."},
		{"gopkg.in/tomb.v1", "Tomb", "Dead"}:  {Do: Nothing, Returns: WaitChan, Doc: "Dead returns the channel that can be used to wait until t.Done has been called."},
		{"gopkg.in/tomb.v1", "Tomb", "Dying"}: {Do: Nothing, Doc: "Dying returns the channel that can be used to wait until t.Kill or t.Done has been called."},
		{"gopkg.in/tomb.v1", "Tomb", "Kill"}:  {Do: GroupStop, Doc: "Kill flags the goroutine as dying for the given reason."},
		{"gopkg.in/tomb.v1", "Tomb", "Killf"}: {Do: GroupStop, Doc: "Killf works like Kill, but builds the reason providing the received arguments to fmt.Errorf."},
		{"gopkg.in/tomb.v1", "Tomb", "Err"}:   {Do: GroupPeek, Doc: "Err returns the reason for the goroutine death provided via Kill or Killf, or ErrStillAlive when the goroutine is still alive."},
	}
}
