/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A command that reads the whole store, in a process of its own: pages that
 * hold anything at all can bring the engine down, and then somebody must be
 * left to say so.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/app.h"

static const int faults[] = { SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE };
#define N_FAULTS (sizeof(faults) / sizeof(faults[0]))

static void
be_child(struct options *o, int (*run)(struct options *o), pid_t parent)
{
	int status;

	for (size_t i = 0; i < N_FAULTS; i++)
		signal(faults[i], SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(STATUS_FAULT);
	status = run(o);
	if (!said_all() && status == STATUS_OK)
		status = STATUS_FAULT;
	_exit(status);
}

static bool
is_fault(int number)
{
	for (size_t i = 0; i < N_FAULTS; i++)
		if (number == faults[i])
			return true;
	return false;
}

int
run_apart(struct options *o, int (*run)(struct options *o), bool *died)
{
	pid_t parent = getpid(), child;
	int how;

	*died = false;
	fflush(NULL);
	child = fork();
	if (child < 0) /* no room for another: then here */
		return run(o);
	if (child == 0)
		be_child(o, run, parent);
	while (waitpid(child, &how, 0) < 0)
		if (errno != EINTR)
			return STATUS_FAULT;
	if (WIFEXITED(how))
		return WEXITSTATUS(how);
	*died = is_fault(WTERMSIG(how));
	if (*died && isatty(STDERR_FILENO))
		fputc('\n', stderr); /* behind a line of progress */
	return STATUS_FAULT;
}
