// Goes on by itself with what is done part by part; whoever leaves or stops in between has done the parts before.

const form = document.getElementById("going-on");
form.requestSubmit();
