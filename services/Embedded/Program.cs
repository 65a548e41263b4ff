using Labelling.Embedded;

return await CommandLine.Run(args);
